-- country_codes: one row a name of a country, as country_letters makes it, with its ISO
-- 3166-1 code of two letters. Names that several countries go by are left out, and so
-- are codes of regions and groups, and names of two letters, which codes look like.
-- country_names is what CLDR calls countries; the other names here are those that
-- systems offer and people write besides.
with

other_names (country_names, country_code) as (

    values
    ('United Arab Emirates|UAE|Emirates', 'AE'),
    ('Republik Österreich|Republic of Austria', 'AT'),
    ('Bosnia-Herzegovina|Bosnia Hercegovina|Bosnien-Herzegowina', 'BA'),
    ('Bolivia, Plurinational State of|Plurinational State of Bolivia', 'BO'),
    ('Brunei Darussalam', 'BN'),
    ('Brasil|República Federativa do Brasil', 'BR'),
    ('Weißrussland|Byelorussia|Belorussia', 'BY'),
    ('Congo, The Democratic Republic of the|Congo, Democratic Republic of the', 'CD'),
    ('Democratic Republic of the Congo|Democratic Republic of Congo|DR Congo', 'CD'),
    ('Congo (DRC)|Zaire', 'CD'),
    ('Republic of the Congo|Republic of Congo|Congo-Brazzaville', 'CG'),
    ('Schweizerische Eidgenossenschaft|Confoederatio Helvetica', 'CH'),
    ('Swiss Confederation|Confédération suisse', 'CH'),
    ('Ivory Coast|Elfenbeinküste', 'CI'),
    ('China, People''s Republic of|People''s Republic of China|P.R. China', 'CN'),
    ('PR China|PRC|Mainland China|Volksrepublik China|VR China', 'CN'),
    ('Cape Verde|Cabo Verde|Kap Verde', 'CV'),
    ('Czech Republic|Tschechische Republik|República Checa', 'CZ'),
    ('République tchèque|Repubblica Ceca|Česká republika|Tsjechische Republiek', 'CZ'),
    ('Federal Republic of Germany|Germany, Federal Republic of', 'DE'),
    ('Bundesrepublik Deutschland|BRD|BR Deutschland|Deutschland (BRD)', 'DE'),
    ('EL|Hellas|Hellenic Republic', 'GR'),
    ('Reino de España|Kingdom of Spain', 'ES'),
    ('Falkland Islands (Malvinas)|Falklands', 'FK'),
    ('Micronesia, Federated States of|Federated States of Micronesia', 'FM'),
    ('Faeroe Islands', 'FO'),
    ('République française|French Republic|France, Metropolitan', 'FR'),
    ('Great Britain|Britain|Great Britain (UK)|United Kingdom (UK)', 'GB'),
    ('United Kingdom of Great Britain and Northern Ireland|UK|U.K.', 'GB'),
    ('England|Scotland|Wales|Northern Ireland', 'GB'),
    ('Großbritannien|Grossbritannien|Schottland|Nordirland', 'GB'),
    ('Grande-Bretagne|Angleterre|Écosse|Royaume Uni', 'GB'),
    ('Gran Bretaña|Inglaterra|Escocia|Grã-Bretanha|Escócia', 'GB'),
    ('Gran Bretagna|Inghilterra|Scozia|Groot-Brittannië|Engeland', 'GB'),
    ('Storbritannien|Storbritannia|英国|英國|영국', 'GB'),
    ('Hong Kong|Hongkong|香港|Hong Kong SAR|Hong Kong S.A.R.', 'HK'),
    ('Iran, Islamic Republic of|Islamic Republic of Iran', 'IR'),
    ('Irish Republic|Republic of Ireland|Ireland, Republic of|Eire', 'IE'),
    ('日本国|Nippon', 'JP'),
    ('Korea, Democratic People''s Republic of|Korea, North|North Korea', 'KP'),
    ('Korea, Republic of|Republic of Korea|Korea, South|Korea (South)', 'KR'),
    ('Republik Korea|한국', 'KR'),
    ('Lao People''s Democratic Republic|Lao PDR|Laos', 'LA'),
    ('Libyan Arab Jamahiriya', 'LY'),
    ('Moldova, Republic of|Republic of Moldova|Moldawien', 'MD'),
    ('Macedonia, the former Yugoslav Republic of|Macedonia, FYRO|FYROM', 'MK'),
    ('Macedonia|North Macedonia|Republic of North Macedonia|Mazedonien', 'MK'),
    ('Burma|Birma|Birmanie', 'MM'),
    ('Macao|Macau|澳門|澳门', 'MO'),
    ('Holland|Holanda|Hollande|Olanda|The Kingdom of the Netherlands', 'NL'),
    ('Palestine|Palestine, State of|Palestinian Territory, Occupied', 'PS'),
    ('Palestinian Territories|State of Palestine|Palästina', 'PS'),
    ('Pitcairn', 'PN'),
    ('Reunion Island', 'RE'),
    ('Russian Federation|Russische Föderation|Fédération de Russie', 'RU'),
    ('Federación Rusa|Federação Russa|Российская Федерация', 'RU'),
    ('Slovak Republic|Slowakische Republik', 'SK'),
    ('Syrian Arab Republic', 'SY'),
    ('Swaziland|Swasiland', 'SZ'),
    ('East Timor|Osttimor', 'TL'),
    ('Turkey|Türkiye|Turkiye', 'TR'),
    ('Taiwan, Province of China|Taiwan, R.O.C.|Taiwan (ROC)|臺灣|台湾', 'TW'),
    ('Tanzania, United Republic of|United Republic of Tanzania', 'TZ'),
    ('The Ukraine', 'UA'),
    ('United States of America|United States (US)|USA|U.S.A.|U.S.|Etats-Unis', 'US'),
    ('Vereinigte Staaten von Amerika|Estados Unidos de América|EE. UU.|EUA', 'US'),
    ('Estados Unidos da América|États-Unis d''Amérique|Stati Uniti d''America', 'US'),
    ('Verenigde Staten van Amerika|アメリカ|米国|미국', 'US'),
    ('Vatican|Holy See|Holy See (Vatican City State)|Vatikan', 'VA'),
    ('Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela', 'VE'),
    ('Virgin Islands, British', 'VG'),
    ('Virgin Islands, U.S.|US Virgin Islands', 'VI'),
    ('Viet Nam', 'VN'),
    ('Republic of South Africa|RSA|Republik Südafrika', 'ZA')

),

every_name as (

    select
        country_name,
        country_code
    from country_names
    union all
    select
        unnest(string_split(country_names, '|')) as country_name,
        country_code
    from other_names

),

spelled as (

    select
        country_letters(country_name) as letters,
        country_name,
        country_code
    from every_name
    union all
    select
        country_letters(in_plain_letters(country_name)) as letters,
        country_name,
        country_code
    from every_name
    where regexp_matches(country_name, '[äöüåøÄÖÜÅØ]')
    union all
    select
        country_letters(regexp_replace(country_name, ' *[(（].*', '')) as letters,
        country_name,
        country_code
    from every_name
    where regexp_matches(country_name, '[(（]')

)

select
    letters,
    min(country_code) as country_code
from spelled
where
    country_code not in (
        'AC', 'AA', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA',
        'XB', 'ZZ'
    )
    and not regexp_matches(country_code, '^(Q[M-Z]|X[A-JL-Z])$')
    and letters not in (
        '', 'congo', 'kongo', 'korea', 'corea', 'coree', 'virginislands', 'saintmartin'
    )
    and (
        not regexp_full_match(letters, '[a-z]{2}')
        or country_name in (country_code, 'UK', 'EL')
    )
group by letters
having count(distinct country_code) = 1;
