"""What an operator does when a machine is lost, done for real with the scripts of deploy/backup."""
