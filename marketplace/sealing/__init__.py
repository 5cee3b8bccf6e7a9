"""The seal: what makes "nobody reads a bid before it is opened" true. Start at ``api``."""
