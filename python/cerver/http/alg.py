"""Algorithms of JSON web tokens. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    JWT_ALG_ES256,
    JWT_ALG_ES384,
    JWT_ALG_ES512,
    JWT_ALG_HS256,
    JWT_ALG_HS384,
    JWT_ALG_HS512,
    JWT_ALG_NONE,
    JWT_ALG_RS256,
    JWT_ALG_RS384,
    JWT_ALG_RS512,
    JWT_ALG_TERM,
    jwt_alg_t,
)

__all__ = [
    "JWT_ALG_ES256", "JWT_ALG_ES384", "JWT_ALG_ES512", "JWT_ALG_HS256", "JWT_ALG_HS384", "JWT_ALG_HS512",
    "JWT_ALG_NONE", "JWT_ALG_RS256", "JWT_ALG_RS384", "JWT_ALG_RS512", "JWT_ALG_TERM", "jwt_alg_t",
]
