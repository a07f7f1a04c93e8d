-- currency_of: the ISO 4217 code that an amount names: EUR of "€ 90,00" and "90 EUR".
-- Missing where it names none, or by a sign of several currencies: $, ¥, kr, Rs.
create or replace macro currency_of(amount_text) as
coalesce(
    nullif(
        regexp_extract(
            amount_text, '(?:^|[^A-Za-z])([A-Z]{3})(?:[^A-Za-z]|$)', 1
        ),
        ''
    ),
    case
        when contains(amount_text, '€') then 'EUR'
        when contains(amount_text, '£') then 'GBP'
        when contains(amount_text, '₹') then 'INR'
        when contains(amount_text, '₺') then 'TRY'
        when contains(amount_text, '₴') then 'UAH'
        when contains(amount_text, '₪') then 'ILS'
        when contains(amount_text, '₩') then 'KRW'
        when contains(amount_text, '₽') then 'RUB'
        when contains(amount_text, '円') then 'JPY'
        when contains(amount_text, 'zł') then 'PLN'
        when contains(amount_text, 'Kč') then 'CZK'
        when regexp_matches(amount_text, '(?:^|[^A-Za-z])S?Fr[.]') then 'CHF'
        when regexp_matches(amount_text, '(?:^|[^A-Za-z])R[$]') then 'BRL'
        when regexp_matches(amount_text, '(?:^|[^A-Za-z])US[$]') then 'USD'
        when regexp_matches(amount_text, '(?:^|[^A-Za-z])CA[$]') then 'CAD'
        when regexp_matches(amount_text, '(?:^|[^A-Za-z])A[$]') then 'AUD'
    end
);
