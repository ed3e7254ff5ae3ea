"""What is wrong with an installation, and the mend. Looks only: nothing is made or changed."""
