"""Parts of forms. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    MULTI_PART_TYPE_FILE,
    MULTI_PART_TYPE_NONE,
    MULTI_PART_TYPE_VALUE,
    MultiPartType,
    http_multi_part_get_content_type,
    http_multi_part_get_file,
    http_multi_part_get_filename,
    http_multi_part_get_filename_len,
    http_multi_part_get_generated_filename,
    http_multi_part_get_generated_filename_len,
    http_multi_part_get_moved_file,
    http_multi_part_get_n_reads,
    http_multi_part_get_name,
    http_multi_part_get_original_filename,
    http_multi_part_get_saved_filename,
    http_multi_part_get_saved_filename_len,
    http_multi_part_get_size,
    http_multi_part_get_total_wrote,
    http_multi_part_get_type,
    http_multi_part_get_value,
    http_multi_part_get_value_len,
    http_multi_part_headers_print,
    http_multi_part_is_file,
    http_multi_part_is_not_empty,
    http_multi_part_is_value,
    http_multi_part_move_file,
    http_multi_part_print,
    http_multi_part_set_generated_filename,
)

__all__ = [
    "MULTI_PART_TYPE_FILE", "MULTI_PART_TYPE_NONE", "MULTI_PART_TYPE_VALUE", "MultiPartType",
    "http_multi_part_get_content_type", "http_multi_part_get_file", "http_multi_part_get_filename",
    "http_multi_part_get_filename_len", "http_multi_part_get_generated_filename",
    "http_multi_part_get_generated_filename_len", "http_multi_part_get_moved_file", "http_multi_part_get_n_reads",
    "http_multi_part_get_name", "http_multi_part_get_original_filename", "http_multi_part_get_saved_filename",
    "http_multi_part_get_saved_filename_len", "http_multi_part_get_size", "http_multi_part_get_total_wrote",
    "http_multi_part_get_type", "http_multi_part_get_value", "http_multi_part_get_value_len",
    "http_multi_part_headers_print", "http_multi_part_is_file", "http_multi_part_is_not_empty",
    "http_multi_part_is_value", "http_multi_part_move_file", "http_multi_part_print",
    "http_multi_part_set_generated_filename",
]
