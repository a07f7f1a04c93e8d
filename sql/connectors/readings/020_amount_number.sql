-- amount_number: the figures of amount_digits with a point before the decimals. Most
-- say themselves which sign that is: the last of two kinds, or one that does not stand
-- before three figures. 1.234 and 1,234 do not: the decimal mark that is given does.
create or replace macro amount_number(digits, decimal_mark) as
case
    when regexp_matches(digits, '^[0-9]+$') then digits
    when regexp_matches(digits, '^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}\.[0-9]+$')
        then replace(digits, ',', '')
    when regexp_matches(digits, '^[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$')
        then replace(replace(digits, '.', ''), ',', '.')
    when regexp_matches(digits, '^[1-9][0-9]{0,2}((,[0-9]{3}){2,}|(\.[0-9]{3}){2,})$')
        then regexp_replace(digits, '[.,]', '', 'g')
    when regexp_matches(digits, '^[1-9][0-9]{0,2}[.,][0-9]{3}$')
        then
            case
                when decimal_mark = '' then null
                when contains(digits, decimal_mark) then replace(digits, ',', '.')
                else regexp_replace(digits, '[.,]', '', 'g')
            end
    when regexp_matches(digits, '^[0-9]*[.,][0-9]+$') then replace(digits, ',', '.')
end;
