"""Every `Annotated` alias of the routers, declared once.

`infrastructure` gives roads, portfolio and language; `guards` decide who comes in; `principals`
name the guards by what they let people do; `parameters` are what several operations ask in the
query; each other file assembles the services of one section.
"""
