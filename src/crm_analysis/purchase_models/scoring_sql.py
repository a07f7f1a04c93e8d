"""Fitted models as SQL: the chance to buy, from the columns of customer_features.

What comes out is a tree of sqlglot, which `Database.read` and `Database.run` write in
the engine's dialect. It gives what `predict_proba` gives, to 1e-9 of it: numbers go in
with all their digits, and what is computed from them is in double precision. ``exp`` is
kept to log odds from -600 to 600, where no engine overflows; that is 1e-260 from the
truth. Near 0, where 1 - exp(-w) and ln(1 + u) would lose digits, the first terms of
their series stand in.

A model has a formula here if it needs nothing but these columns and the functions that
every engine has: the base rate, the Bernoulli model, logistic regression, BG/NBD and
MBG/NBD. Pareto/NBD needs a hypergeometric function, the blend its trees.
"""

import math
from collections.abc import Iterator
from functools import singledispatch

import sqlglot
from sqlglot import exp

from crm_analysis.database.statements import column_names
from crm_analysis.errors import UsageError
from crm_analysis.purchase_models.base_rate import BaseRateModel
from crm_analysis.purchase_models.bernoulli import BernoulliPurchaseModel
from crm_analysis.purchase_models.latent_attrition import BgNbd, MbgNbd
from crm_analysis.purchase_models.logistic import LogisticPurchaseModel

FEATURES = "features/customer_features"
_STEEPEST = 1e30  # the curve is a step then, for any whole x
_LOGARITHM = "sign(:x) * ln(cast(1 + abs(:x) as double))"
_STANDARDISED = "coalesce((:value - :centre) / :spread * :weight, 0)"
_CHANCE = "1 / (1 + exp(greatest(-600, least(600, -:log_odds))))"
_SMALL = 1e-4  # up to here the series below are right to 1e-12
_LOG_1_PLUS = "ln(1 + :u)"
_LOG_1_PLUS_SMALL = ":u * (1 - :u / 2 * (1 - 2 * :u / 3))"
_ONE_LESS_EXP = """
case
    when :w < 1e-4 then :w * (1 - :w / 2 * (1 - :w / 3))
    else 1 - exp(-least(600, :w))
end
"""


@singledispatch
def chance_in_sql(model: object) -> exp.Expression:
    """Return a fitted model's probability of a purchase as an SQL expression.

    Parameters
    ----------
    model : PurchaseClassifier
        One of the five that have a formula, fitted on columns of ``customer_features``.

    Returns
    -------
    Expression
        Of double precision. It is null where the model reads a column that is missing
        for a customer and `predict_proba` would refuse to answer.

    Raises
    ------
    UsageError
        If the model has no formula, or reads a column that is not in
        ``sql/features/customer_features.sql``.

    Examples
    --------
    >>> model = BaseRateModel().fit([[3], [1], [2]], [0, 0, 1])
    >>> chance_in_sql(model).sql("duckdb")
    'CAST(3.7500000000000000e-01 AS DOUBLE)'
    """
    raise _no_formula(getattr(model, "rung", type(model).__name__))


def require_formula(rung: str) -> None:
    """Refuse a rung that has no formula, before it is trained.

    Raises
    ------
    UsageError
        Naming those that have one.
    """
    if rung not in rungs_in_sql():
        raise _no_formula(rung)


def rungs_in_sql() -> list[str]:
    """List the rungs that have a formula, in the ladder's order.

    >>> rungs_in_sql()
    ['base_rate', 'bernoulli', 'logistic', 'bg_nbd', 'mbg_nbd']
    """
    kinds = [kind for kind in chance_in_sql.registry if kind is not object]
    return [kind.rung for kind in kinds]


@chance_in_sql.register
def _base_rate(model: BaseRateModel) -> exp.Expression:
    return double(model.share_)


@chance_in_sql.register
def _bernoulli(model: BernoulliPurchaseModel) -> exp.Expression:
    a = 0.0 if math.isnan(model.a_) else model.a_
    a = max(-_STEEPEST, min(_STEEPEST, a))
    x = _column(model.columns_[0])
    chance = _formula(_CHANCE, log_odds=_formula(":a * :x", a=double(a), x=x))
    text = "case when :x < 0 then 0 when :x >= 0 then :chance end"
    return _formula(text, x=x, chance=chance)


@chance_in_sql.register
def _logistic(model: LogisticPurchaseModel) -> exp.Expression:
    log_odds = double(model.intercept_)
    for term in _terms(model):
        log_odds = exp.Add(this=log_odds, expression=term)
    return _formula(_CHANCE, log_odds=log_odds)


def _terms(model: LogisticPurchaseModel) -> Iterator[exp.Expression]:
    """Yield what columns and indicators of missing values add to the log odds.

    A value that is missing becomes the mean, which adds nothing.
    """
    numbers = zip(
        [*model.columns_, *model.columns_],
        model.centre_.tolist(),
        model.spread_.tolist(),
        model.coefficients_.tolist(),
        strict=True,
    )
    for place, (name, centre, spread, weight) in enumerate(numbers):
        if not weight:
            continue
        x = _column(name)
        if place < len(model.columns_):
            value = _formula(_LOGARITHM, x=x) if model.logarithms else x
            parts = {"value": value, "centre": double(centre), "spread": double(spread)}
            yield _formula(_STANDARDISED, **parts, weight=double(weight))
        else:
            there, missing = ((is_so - centre) / spread * weight for is_so in (0, 1))
            parts = {"missing": double(missing), "there": double(there)}
            yield _formula(
                "case when :x is null then :missing else :there end", x=x, **parts
            )


@chance_in_sql.register(MbgNbd)
@chance_in_sql.register(BgNbd)
def _geometric_dropout(model: BgNbd | MbgNbd) -> exp.Expression:
    """Write the chance to be active times the chance that an active customer buys.

    The formulas and their papers are in `geometric_dropout`.
    """
    r, alpha, a, b = (model.parameters_[name] for name in ("r", "alpha", "a", "b"))
    known = {
        "x": _column("repeat_purchases"),
        "last": _column("first_to_last_days"),
        "now": _column("tenure_days"),
        **{"r": double(r), "alpha": double(alpha), "b": double(b)},
    }
    first_counts = model.distribution(r, alpha, a, b).first_counts
    log_odds = _formula(
        "ln(:b + :before) - :log_a"
        " - (:r + :x) * ln((:alpha + :now) / (:alpha + :last))",
        before=_formula(":x" if first_counts else "greatest(:x - 1, 0)", **known),
        log_a=double(math.log(a)),
        **known,
    )
    active = _formula(_CHANCE, log_odds=log_odds)
    if not first_counts:  # who bought once only has had no occasion to leave
        active = _formula(
            "case when :x = 0 then 1 else :active end", **known, active=active
        )
    horizon = float(model.horizon_days)
    u = _formula(":horizon / (:alpha + :now)", horizon=double(horizon), **known)
    log_1_plus = _LOG_1_PLUS_SMALL if horizon / alpha < _SMALL else _LOG_1_PLUS
    w = _formula(f"(:r + :x) * {log_1_plus}", u=u, **known)
    return _formula(":active * :buys", active=active, buys=_formula(_ONE_LESS_EXP, w=w))


def double(value: float) -> exp.Expression:
    """Return a number in double precision, with all its digits.

    Written without an exponent it would be a decimal to MariaDB, which cuts off what
    it thinks is too fine; without the cast it would be one to PostgreSQL.

    Raises
    ------
    ValueError
        If it is not finite.

    Examples
    --------
    >>> double(-0.1).sql("postgres")
    'CAST(-1.0000000000000001e-01 AS DOUBLE PRECISION)'
    """
    if not math.isfinite(value):
        raise ValueError(f"got {value}, expected a finite number")
    digits = exp.Literal(this=f"{abs(value):.16e}", is_string=False)
    number = exp.Neg(this=digits) if math.copysign(1.0, value) < 0 else digits
    return exp.cast(number, "double")


def _no_formula(rung: str) -> UsageError:
    return UsageError(
        f"{rung} has no formula in SQL; those that have one are"
        f" {', '.join(rungs_in_sql())}"
    )


def _column(name: str | int) -> exp.Expression:
    known = column_names(FEATURES)
    if name not in known:
        raise UsageError(
            f"the model reads the column {name!r}, which sql/{FEATURES}.sql does not"
            f" have, so it has no formula in SQL; it has {', '.join(known)}"
        )
    return exp.column(name)


def _formula(text: str, **parts: exp.Expression) -> exp.Expression:
    """Parse a formula and put its parts in, in brackets where they need them."""
    return sqlglot.parse_one(text, dialect="duckdb").transform(
        lambda node: (
            _in_brackets(parts[node.name])
            if isinstance(node, exp.Placeholder)
            else node
        )
    )


def _in_brackets(part: exp.Expression) -> exp.Expression:
    is_compound = isinstance(part, exp.Binary | exp.Neg)
    return exp.paren(part) if is_compound else part.copy()
