"""How long the project takes, beside what its peers take for the same.

``python -m benchmarks`` runs all of it, ``python -m benchmarks features`` a part.
"""
