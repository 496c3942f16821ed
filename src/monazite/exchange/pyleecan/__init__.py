"""Machine descriptions of the pyleecan project (JSON): masses from geometry, and from them the tables of a portfolio.

`machine` turns a description into pieces (role, material, mass), `tables` turns pieces into rows; `curves`, `slots`,
`holes` and `windings` are the geometry. Lengths are in metres, angles in radian, densities in kg per cubic metre.
"""
