"""Compare settings: documents with products, users' files with both.

Everything here is pure Python, and works on a ``settings.json`` and on files of a product.
"""
