"""SheetShip: order fulfilment for people who live in spreadsheets."""

__version__ = "0.1.0"
