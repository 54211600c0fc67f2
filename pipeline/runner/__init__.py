"""The one machinery of all stages: tables read and checked, work shared out, files written whole or not at all."""
