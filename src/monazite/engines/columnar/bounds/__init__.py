"""Bounds of counted content of every part of a large portfolio: from columns through the kernel to columns."""
