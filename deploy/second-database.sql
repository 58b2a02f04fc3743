-- PostgreSQL runs this once, when its volume is new: Prefect keeps its own database beside ours.
CREATE DATABASE prefect;
