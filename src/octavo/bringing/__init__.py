"""How a manuscript begins: the starter, or a paper that was written elsewhere.

One module a kind of source, which makes a `Brought`; `layout` writes it as a manuscript.  What
comes in is a stranger's: nothing of it is run, fetched, or read outside of its folder.
"""
