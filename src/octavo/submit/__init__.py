"""`octavo submit`: what one journal wants, made of the manuscript, checked and packed."""
