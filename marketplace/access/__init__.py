"""Who may do what, said once: the test of every address and the page of the docs are made of it.

The rules of the apps decide; this table says what they must come to, address by address.
"""
