"""What an engine's definitions need beyond the translation of their words.

sqlglot carries types, names and expressions over. What it does not carry, or what an
engine does better in its own way, is put right here, on the tree of each statement.
"""

from sqlglot import exp

# MariaDB's and PostgreSQL's own orders of text depend on the server's settings.
_BYTEWISE = {"postgres": exp.to_identifier("C", quoted=True)}


def fit_definitions(trees: list[exp.Expression], dialect: str) -> list[exp.Expression]:
    """Return the statements of a file, fit for an engine.

    Parameters
    ----------
    trees : list of Expression
        All statements of one file; they are changed.
    dialect : str
        sqlglot's name of the engine's dialect.
    """
    for tree in trees:
        if isinstance(tree, exp.Create):
            _fit_definition(tree, dialect)
    return _comments_inside(trees) if dialect == "mysql" else trees


def fit_expressions(tree: exp.Expression, dialect: str) -> None:
    """Let expressions in a statement give what they give in DuckDB.

    PostgreSQL's ``extract`` is an exact number with decimals, not a whole one.
    """
    if dialect == "postgres":
        for part in list(tree.find_all(exp.Extract)):
            part.replace(exp.cast(part.copy(), "bigint"))


def put_prefix(tree: exp.Expression, prefix: str) -> None:
    """Let the names of tables and views in a statement begin with a prefix.

    Steps of a query keep their names. A column that is named by its table is so named
    still: a renamed table answers to its old name as an alias.
    """
    steps = {step.alias for step in tree.find_all(exp.CTE)}
    for table in list(tree.find_all(exp.Table)):
        if table.name in steps:
            continue
        is_read = table.find_ancestor(exp.From, exp.Join) is not None
        if is_read and not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        table.set("this", exp.to_identifier(prefix + table.name))


def _fit_definition(tree: exp.Create, dialect: str) -> None:
    if dialect in {"duckdb", "postgres"}:
        _leave_out_foreign_keys(tree)
    if tree.kind == "VIEW" and dialect == "spark":
        _forget_at_the_end(tree)
    if tree.kind == "INDEX" and dialect != "duckdb":
        _leave_out_order_of_nulls(tree)
    if tree.kind == "TABLE" and dialect in _BYTEWISE:
        _order_text_bytewise(tree, _BYTEWISE[dialect])
    if tree.kind == "TABLE" and dialect == "mysql":
        _keep_microseconds(tree)
        _keep_long_text(tree)


def _leave_out_foreign_keys(tree: exp.Create) -> None:
    """Leave references to ``sql/checks``, which prove them after the load.

    DuckDB checks them eagerly, row by row: loading takes four times as long and an
    order cannot be deleted with its lines in one transaction. PostgreSQL would check
    them row by row while loading; there they are added afterwards, all at once.
    """
    for key in list(tree.find_all(exp.ForeignKey)):
        key.pop()


def _forget_at_the_end(tree: exp.Create) -> None:
    """Let a view last as long as the session, which knows its tables no longer."""
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    tree.set("properties", temporary)


def _leave_out_order_of_nulls(tree: exp.Create) -> None:
    """Let an index keep missing values where its engine keeps them anyway."""
    for column in list(tree.find_all(exp.Ordered)):
        column.replace(column.this)


def _order_text_bytewise(tree: exp.Create, collation: exp.Identifier) -> None:
    """Let text sort and compare byte by byte, as DuckDB does, whatever the locale."""
    for column in tree.find_all(exp.ColumnDef):
        if column.kind.is_type(*exp.DataType.TEXT_TYPES):
            kind = exp.CollateColumnConstraint(this=collation.copy())
            column.args["constraints"].insert(0, exp.ColumnConstraint(kind=kind))


def _keep_microseconds(tree: exp.Create) -> None:
    """Let moments be as exact as elsewhere; MySQL rounds them to seconds by default."""
    for kind in tree.find_all(exp.DataType):
        if kind.is_type("timestamp"):
            digits = exp.DataTypeParam(this=exp.Literal.number(6))
            kind.replace(exp.DataType.build("datetime", expressions=[digits]))


def _keep_long_text(tree: exp.Create) -> None:
    """Let text be as long as elsewhere; MySQL's ends after 64 KiB by default."""
    for kind in tree.find_all(exp.DataType):
        if kind.is_type("text"):
            kind.replace(exp.DataType.build("longtext", dialect="mysql"))


def _comments_inside(trees: list[exp.Expression]) -> list[exp.Expression]:
    """Move ``comment on`` into the definition it is on: MySQL knows no other place."""
    tables = {
        tree.this.this.name: tree
        for tree in trees
        if isinstance(tree, exp.Create) and tree.kind == "TABLE"
    }
    kept = []
    for tree in trees:
        if not isinstance(tree, exp.Comment):
            kept.append(tree)
        elif isinstance(tree.this, exp.Column):
            _comment_column(tables[tree.this.table], tree)
        else:
            comment = exp.SchemaCommentProperty(this=tree.expression)
            properties = exp.Properties(expressions=[comment])
            tables[tree.this.name].set("properties", properties)
    return kept


def _comment_column(table: exp.Create, comment: exp.Comment) -> None:
    kind = exp.CommentColumnConstraint(this=comment.expression)
    for column in table.find_all(exp.ColumnDef):
        if column.name == comment.this.name:
            column.args["constraints"].append(exp.ColumnConstraint(kind=kind))


def foreign_keys(trees: list[exp.Expression]) -> list[exp.Alter]:
    """Return statements that add the foreign keys of definitions to their tables."""
    return [
        exp.Alter(
            this=tree.find(exp.Table).copy(),
            kind="TABLE",
            actions=[exp.AddConstraint(expressions=[key.copy()])],
        )
        for tree in trees
        if isinstance(tree, exp.Create)
        for key in tree.find_all(exp.ForeignKey)
    ]
