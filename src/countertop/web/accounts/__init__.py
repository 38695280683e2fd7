"""People who may open the consoles: who they are, what they may do, how they prove it, and the trail they leave.

A console is made by `console.make_console`, which refuses every request of whoever is not logged in; its pages say what
they need with `Annotated[Person, Depends(signed_in(Permission....))]` and are drawn by `console.console_page`. What a
page does beyond looking leaves an entry: `await visit_of(request).note("what", "about")`.

One small store serves all consoles of a house; programs on this machine may change it while they run.
"""
