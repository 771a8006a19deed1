"""Tests of the Discord side: properties of everything there is, golden files of every picture, and fuzz."""
