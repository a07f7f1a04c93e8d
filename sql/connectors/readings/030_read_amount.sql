-- read_amount: an amount of money in cents, from how people and programs write it:
-- € 90,00 and 1,039.64 and (12.50), which is below zero. Missing if it cannot be read.
-- An amount is read to six digits first: straight to two, the engine rounds 7e-5 up.
-- The plain numbers that programs write come first, for the rest takes longer.
create or replace macro read_amount(amount_text, decimal_mark) as
cast(
    try_cast(
        case
            when
                regexp_matches(amount_text, '^-?[0-9]+([.][0-9][0-9]?)?$')
                or regexp_matches(
                    amount_text, '^[0-9]+([.][0-9]+)?[eE][+-]?[0-9][0-9]?$'
                )
                then amount_text
            else
                case
                    when
                        regexp_matches(amount_text, '^[^0-9]*[-−(]')
                        or regexp_matches(amount_text, '[0-9] *[-−] *$')
                        then '-'
                    else ''
                end || amount_number(amount_digits(amount_text), decimal_mark)
        end as decimal(20, 6)
    ) as decimal(18, 2)
);
