"""A local page that shows the manuscript and follows every save.

Nothing outside this package listens on a port, and no build loads it.  A thread builds
(`session`), one watches the folders (`watching`), one answers the browser (`server`).
"""
