"""Three businesses to simulate: an online shop, a travel agency, a clinic.

The numbers are ours, chosen to be plausible and unlike each other; amounts are cents
of a euro.
"""

import datetime

from crm_analysis.datasets.simulation_settings import BuyerKind, SimulationSettings

SHOP = SimulationSettings(
    first_on=datetime.date(2022, 1, 1),
    period_days=1_096,
    customers=10_000,
    kinds=(
        BuyerKind(share=0.85, purchases_per_year=2.5, rate_shape=0.9),
        # A supply that runs out: about every six weeks.
        BuyerKind(share=0.15, purchases_per_year=8, rate_shape=4, gap_shape=3),
    ),
    acquisition_growth_per_year=0.15,
    one_time_share=0.45,
    dropouts_per_year=0.5,
    stop_share=0.03,
    season_by_month=(0.85, 0.8, 0.9, 0.9, 0.95, 0.9, 0.85, 0.85, 0.95, 1.05, 1.6, 1.9),
    weekday_factors=(1.1, 1.05, 1.0, 1.0, 0.95, 0.85, 1.05),
    intensity_growth_per_year=0.05,
    mean_amount_cents=6_200,
    amount_shape=3.5,
    refund_share=0.06,
    missing_amount_share=0.003,
)
"""An online shop: many buy once, Christmas decides the year, it grows a little."""

TRAVEL = SimulationSettings(
    first_on=datetime.date(2021, 1, 1),
    period_days=1_461,
    customers=8_000,
    kinds=(
        BuyerKind(share=0.7, purchases_per_year=1.1, rate_shape=2),
        # The yearly holiday.
        BuyerKind(share=0.3, purchases_per_year=1, rate_shape=8, gap_shape=5),
    ),
    acquisition_days=1_096,
    one_time_share=0.15,
    dropouts_per_year=0.1,
    season_by_month=(0.5, 0.5, 0.7, 0.9, 1.2, 1.8, 2.2, 1.9, 1.0, 0.6, 0.4, 0.3),
    weekday_factors=(1.15, 1.1, 1.05, 1.05, 1.05, 0.95, 0.65),
    mean_amount_cents=145_000,
    amount_shape=4,
    mean_amount_shape=5,
    refund_share=0.04,
    missing_amount_share=0.01,
)
"""A travel agency: one journey a year or so, most in summer, customers stay long."""

CLINIC = SimulationSettings(
    first_on=datetime.date(2022, 1, 1),
    period_days=1_096,
    customers=5_000,
    kinds=(
        # Called back every six months, and every year.
        BuyerKind(share=0.6, purchases_per_year=2, rate_shape=30, gap_shape=12),
        BuyerKind(share=0.2, purchases_per_year=1, rate_shape=30, gap_shape=12),
        # Comes when something hurts.
        BuyerKind(share=0.2, purchases_per_year=3, rate_shape=1),
    ),
    acquisition_growth_per_year=-0.3,
    one_time_share=0.08,
    dropouts_per_year=0.06,
    season_by_month=(
        *(1.05, 1.05, 1.1, 1.0, 1.0, 0.95),
        *(0.75, 0.7, 1.05, 1.1, 1.15, 0.9),
    ),
    weekday_factors=(1.15, 1.2, 1.0, 1.2, 0.9, 0.1, 0.0),
    mean_amount_cents=9_500,
    amount_shape=2,
    mean_amount_shape=6,
    missing_amount_share=0.02,
)
"""A clinic: most come back at the interval they are called at; closed on Sundays."""
