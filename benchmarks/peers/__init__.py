"""The same work done with peers, each a program that prints its seconds."""
