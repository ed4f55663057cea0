-- A second database, with tables of one name in two schemas.

create schema sales;
create schema archive;

create table sales.leads (id bigint primary key, email text not null);
create table archive.leads (id bigint primary key, email text not null);
