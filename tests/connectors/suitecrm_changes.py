"""Changes at random to the fixture of SuiteCRM, as its users would make them."""

import datetime

FIRST = datetime.datetime(2025, 12, 31, 11)  # noqa: DTZ001  UTC, as written there
KINDS = 34


class SuiteChanges:
    """What happens in a SuiteCRM from load to load.

    Parameters
    ----------
    server : Server
    database : str
        Filled with the fixture.
    draw : Random
        Decides what happens.

    Attributes
    ----------
    made : list of str
        The statements that were run.
    """

    def __init__(self, server, database, draw):
        self.made = []
        self._server, self._database, self._draw = server, database, draw
        self._hours = self._numbers = 0

    def make_some(self):
        """Make between three and seven changes, two hours after the last ones."""
        self._hours += 2
        for kind in self._draw.sample(range(KINDS), self._draw.randint(3, 7)):
            done = self._statements(kind)
            self._server.execute(*done, database=self._database)
            self.made += done

    def _statements(self, kind):
        now = f"'{FIRST + datetime.timedelta(hours=self._hours)}'"
        new, amount = self._new_id(), self._draw.randint(1, 900) / 4
        contact, other = self._any("contacts"), self._any("contacts")
        invoice = self._any("aos_invoices")
        money = self._draw.choice(["'usd'", "'-99'", "null", "'nil'"])
        account, line = self._any("accounts"), self._any("aos_products_quotes")
        flag, changed = self._draw.randint(0, 1), f"date_modified = {now}"
        return [
            [
                "insert into contacts (id, date_entered, date_modified, deleted,"
                f" last_name) values ('{new}', {now}, {now}, 0, 'New {new}')",
                "insert into email_addr_bean_rel (id, email_address_id, bean_id,"
                " bean_module, primary_address, deleted, date_modified) values"
                f" ('{new}', '{self._any('email_addresses')}', '{new}', 'Contacts', 1,"
                f" 0, {now})",
            ],
            [
                f"update contacts set last_name = 'N {new}', {changed}"
                f" where id = {contact!r}"
            ],
            [f"update contacts set deleted = {flag}, {changed} where id = {contact!r}"],
            [f"delete from contacts where id = {contact!r}"],
            [
                "insert into aos_invoices (id, date_entered, date_modified, deleted,"
                " billing_contact_id, subtotal_amount, total_amount, currency_id,"
                f" invoice_date, status) values ('{new}', {now}, {now}, 0, {contact!r},"
                f" {amount}, {amount}, {money}, '2025-11-30', 'Paid')",
                "insert into aos_products_quotes (id, date_modified, deleted,"
                " parent_type, parent_id, product_id, number, product_qty,"
                f" product_total_price) values ('{new}', {now}, 0, 'AOS_Invoices',"
                f" '{new}', {self._any('aos_products')!r}, 1, 2, {amount})",
            ],
            [
                f"update aos_invoices set subtotal_amount = {amount}, {changed}"
                f" where id = {invoice!r}"
            ],
            [
                f"update aos_invoices set deleted = {flag}, {changed}"
                f" where id = {invoice!r}"
            ],
            [f"delete from aos_invoices where id = {invoice!r}"],
            [
                f"update aos_invoices set billing_contact_id = {other!r}, {changed}"
                f" where billing_contact_id = {contact!r}",
                f"update contacts set deleted = 1, {changed} where id = {contact!r}",
            ],
            [f"update currencies set conversion_rate = {amount} where id = 'usd'"],
            [
                f"update email_addr_bean_rel set deleted = {flag}, {changed}"
                f" where id = {self._any('email_addr_bean_rel')!r}"
            ],
            [
                f"update email_addresses set opt_out = {flag}, {changed}"
                f" where id = {self._any('email_addresses')!r}"
            ],
            [
                "insert into calls (id, date_modified, deleted, date_start,"
                " parent_type, parent_id, status, direction) values"
                f" ('{new}', {now}, 0, {now},"
                f" 'Contacts', {contact!r}, 'Held', 'Inbound')"
            ],
            [
                f"update aos_products set deleted = {flag}, name = 'P {new}', {changed}"
                f" where id = {self._any('aos_products')!r}"
            ],
            [
                "insert into campaign_log (id, campaign_id, target_id, target_type,"
                " activity_type, activity_date, deleted, date_modified) values"
                f" ('{new}', 'g1', {contact!r}, 'Contacts',"
                f" '{self._draw.choice(['link', 'targeted'])}', {now}, 0, {now})"
            ],
            [
                f"update campaigns set deleted = {flag}, {changed}"
                f" where id = {self._any('campaigns')!r}"
            ],
            [
                f"update aos_products_quotes set product_total_price = {amount},"
                f" product_id = {self._any('aos_products')!r}, {changed}"
                f" where id = {line!r}"
            ],
            [
                f"update aos_products_quotes set parent_id = {invoice!r}, {changed}"
                f" where id = {line!r}"
            ],
            [
                f"update aos_products_quotes set deleted = {flag}, {changed}"
                f" where id = {line!r}"
            ],
            [f"delete from aos_products_quotes where id = {line!r}"],
            [
                "insert into aos_invoices (id, date_entered, date_modified, deleted,"
                " billing_account_id, subtotal_amount, currency_id, invoice_date)"
                f" values ('{new}', {now}, {now}, 0, {account!r}, {amount}, {money},"
                f" '2026-01-0{self._draw.randint(1, 5)}')"
            ],
            [
                f"update aos_invoices set billing_contact_id = null,"
                f" billing_account_id = {account!r}, {changed} where id = {invoice!r}"
            ],
            [
                "insert into accounts_contacts values"
                f" ('{new}', {contact!r}, {account!r}, {now}, 0)"
            ],
            [
                f"update accounts_contacts set deleted = {flag}, {changed}"
                f" where id = {self._any('accounts_contacts')!r}"
            ],
            [
                "insert into currencies (id, conversion_rate, deleted) values"
                f" ('lost', {amount}, 0) on duplicate key update"
                f" conversion_rate = {amount}"
            ],
            [
                f"update opportunities set amount = {amount}, sales_stage ="
                f" '{self._draw.choice(['Closed Won', 'Closed Lost'])}', {changed}"
                f" where id = {self._any('opportunities')!r}",
                "insert into opportunities_contacts (id, contact_id, opportunity_id,"
                f" date_modified, deleted) values ('{new}', {contact!r},"
                f" {self._any('opportunities')!r}, {now}, 0)",
            ],
            [
                "update email_addresses set email_address ="
                f" 'm{self._draw.randint(1, 3)}@example.com', {changed}"
                f" where id = {self._any('email_addresses')!r}"
            ],
            *self._quiet(flag),
        ][kind]

    def _quiet(self, flag):
        """Return what SuiteCRM writes without a moment of change."""
        return [
            [f"update {table} set {column} = {flag} where id = {self._any(table)!r}"]
            for table, column in [
                ("email_addresses", "opt_out"),  # a link in a mailing was followed
                ("email_addr_bean_rel", "deleted"),
                ("email_addr_bean_rel", "primary_address"),
                ("calls_contacts", "deleted"),
                ("meetings_contacts", "deleted"),
                ("emails", "deleted"),
                ("campaign_log", "deleted"),  # with a campaign, or mailings for a test
            ]
        ]

    def _new_id(self):
        """Return an id that sorts anywhere among the others."""
        self._numbers += 1
        return f"{self._draw.choice('abcdefghijklmnopqrstuvwxyz')}x{self._numbers}"

    def _any(self, table):
        """Return the id of some row."""
        found = self._server.execute(
            f"select id from {table} order by id", database=self._database
        )
        return self._draw.choice(found)[0]
