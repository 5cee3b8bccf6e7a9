"""What deploy/ ships, tried as it is: the tests change addresses and paths, nothing else."""
