"""From notebooks to pages: what they show, how they are run, published and checked.

In a notebook::

    from crm_analysis.reporting import Fact, show_answer, show_facts, show_table

Names are imported when they are asked for: a runner needs no figures, and a notebook
needs no runner.
"""

from importlib import import_module

_HOMES = {
    "Fact": "facts",
    "RunResult": "run_settings",
    "RunSettings": "run_settings",
    "check_run": "guard",
    "compare_facts": "run_difference",
    "compare_runs": "run_difference",
    "format_axis": "style",
    "format_value": "formats",
    "hide_small_counts": "small_counts",
    "house_style": "style",
    "new_figure": "style",
    "read_parameters": "parameters",
    "reproduce": "reproduction",
    "run_batch": "batch",
    "run_reports": "runner",
    "shades_of": "style",
    "show_answer": "exhibits",
    "show_facts": "exhibits",
    "show_figure": "exhibits",
    "show_table": "exhibits",
    "show_verdict": "exhibits",
    "start_at_zero": "style",
    "use_house_style": "style",
    "verify_page": "verification",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605  a list of text, made from the table above


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, for completion in a notebook."""
    return list(__all__)
