"""Password hashing cheap enough that sign-ins cannot starve bids at a deadline."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with OWASP's 19 MiB, t=2, p=1.

    Django's default (100 MiB) made the p99 of bids 100 times slower with ten
    sign-ins a second beside them (docs/decisions).
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
