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
        when contains(amount_text, 'zł') then 'PLN'
        when contains(amount_text, 'Kč') then 'CZK'
        when contains(amount_text, 'Fr.') then 'CHF'
        when contains(amount_text, 'R$') then 'BRL'
        when contains(amount_text, 'US$') then 'USD'
        when contains(amount_text, 'CA$') then 'CAD'
        when contains(amount_text, 'A$') then 'AUD'
    end
);
