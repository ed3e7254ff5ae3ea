"""Money: whole fen (分), CNY. Yuan and 万元 appear only where people read."""

from __future__ import annotations

from decimal import Decimal


def yuan(amount_fen: int) -> str:
    """Write fen as yuan with two decimals and thousands separators: `"1,200.00"`."""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100:,}.{abs(amount_fen) % 100:02d}"


def fen_from_yuan(amount: str | Decimal) -> int:
    """Read yuan as whole fen.

    Raises:
        ValueError: if the amount is not a number or has a fraction of a fen.
    """
    fen = Decimal(amount) * 100
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(f"{amount} yuan is not a whole number of fen")
    return int(fen)
