"""`octavo submit`: profiles, and what is made by them."""
