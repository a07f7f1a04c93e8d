"""``python -m crm_analysis.cli``: the command line without its script."""

from crm_analysis.cli import main

main()
