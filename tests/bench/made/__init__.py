"""Filings made by a generator: a body is invented, its accounts drawn so that all agrees, and printed in a layout and
wording drawn at random from those that published filings show. Names and amounts are invented."""
