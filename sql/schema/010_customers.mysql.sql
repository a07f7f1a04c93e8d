-- customers: on MySQL the article's table to the letter, then the columns that its
-- analysis reads, then ours. See 010_customers.sql.
-- sqlfluff:dialect:mysql
create table customers (
    id int auto_increment primary key comment 'Internal key, given out by the loader',
    name varchar(255) not null comment 'Full name, or a stand-in that says so',
    email varchar(255) not null comment 'Email address, or a stand-in that says so',
    phone varchar(255) comment 'Phone number as the source writes it',
    created_at timestamp null default current_timestamp
    comment 'Moment the record was made, UTC',
    birthday date comment 'Day of birth as the source writes it',
    gender varchar(32) comment 'As the source writes it: male, female, other text',
    country varchar(2) comment 'ISO 3166-1 alpha-2 code',
    source_system varchar(64) comment 'System or data set the record comes from',
    source_id varchar(255)
    comment 'Key in the source, as written there: case and blanks are kept',
    pseudonym varchar(32)
    comment 'Keyed hash of source system and source id: the name that reports use',
    unique (source_system, source_id),
    unique (pseudonym)
) comment = 'One row a person or household. The only table with personal data.';
