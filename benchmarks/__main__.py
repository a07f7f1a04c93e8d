"""Run the benchmarks that are named, or all, and print one Markdown table."""

import sys
import tempfile
from pathlib import Path

from benchmarks import (
    features,
    latent_attrition,
    privacy,
    reports,
    seeding,
    start_up,
)
from benchmarks.comparison import as_table

BENCHMARKS = {
    "start_up": start_up.measure,
    "seeding": seeding.measure,
    "features": features.measure_beside_orders,
    "features_lines": features.measure_beside_lines,
    "features_open": features.measure_in_an_open_database,
    "bg_nbd": latent_attrition.measure_bg_nbd,
    "bg_nbd_from_orders": latent_attrition.measure_bg_nbd_from_orders,
    "bg_nbd_half_a_million": latent_attrition.measure_bg_nbd_half_a_million,
    "pareto_nbd": latent_attrition.measure_pareto_nbd,
    "purchase_probability": latent_attrition.measure_answers,
    "reports": reports.measure,
    "reports_batch": reports.measure_batch,
    "reports_pages": reports.measure_pages,
    "export": privacy.measure_export,
    "forgetting": privacy.measure_forgetting,
}


def main(names: list[str]) -> int:
    """Print a table and return 1 if a bar was missed, 2 if a name is unknown."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(
            f"no benchmark {', '.join(sorted(unknown))}; choose from"
            f" {', '.join(BENCHMARKS)}",
            file=sys.stderr,
        )
        return 2
    comparisons = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names or BENCHMARKS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            comparisons.append(BENCHMARKS[name](Path(folder)))
    print(as_table(comparisons))
    return 0 if all(one.is_within_bar for one in comparisons) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
