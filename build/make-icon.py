#!/usr/bin/env python3
"""Draws build/icon.png, the packages' icon: a sound wave on a rounded square, 128 by 128 pixels, from nothing but the standard library."""
import pathlib
import struct
import zlib

SIZE, SCALE, RADIUS = 128, 4, 28
BACKGROUND, WAVE = (24, 78, 119), (255, 255, 255)
BARS = [(24, 20), (44, 52), (64, 84), (84, 52), (104, 20)]  # centre and height


def inside_square(x, y):
    dx, dy = max(RADIUS - x, x - (SIZE - RADIUS), 0), max(RADIUS - y, y - (SIZE - RADIUS), 0)
    return dx * dx + dy * dy <= RADIUS * RADIUS


def inside_bar(x, y):
    return any(abs(x - centre) <= 6 and (abs(y - SIZE / 2) <= height / 2 - 6 or (x - centre) ** 2 + (abs(y - SIZE / 2) - height / 2 + 6) ** 2 <= 36) for centre, height in BARS)


def pixel(column, row):
    """Red, green, blue and opacity, averaged over a grid, so that edges are smooth."""
    points = [(column + (i + 0.5) / SCALE, row + (j + 0.5) / SCALE) for i in range(SCALE) for j in range(SCALE)]
    shown = [WAVE if inside_bar(*point) else BACKGROUND for point in points if inside_square(*point)]
    if not shown:
        return bytes(4)
    return bytes([*(sum(colour[i] for colour in shown) // len(shown) for i in range(3)), 255 * len(shown) // len(points)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
pathlib.Path(__file__).with_name("icon.png").write_bytes(png)
