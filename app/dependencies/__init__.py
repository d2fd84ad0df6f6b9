"""Every `Annotated` alias of the routers, declared once.

`infrastructure` gives roads, portfolio and language; `guards` decide who comes in; `principals`
name the guards operations use; `services` assemble one service per alias.
"""
