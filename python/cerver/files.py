"""Files: folders, names, kinds of images. The names are part of `cerver`, too."""

from __future__ import annotations

from ._bindings import (
    IMAGE_TYPE_BMP,
    IMAGE_TYPE_GIF,
    IMAGE_TYPE_JPEG,
    IMAGE_TYPE_NONE,
    IMAGE_TYPE_PNG,
    CerverImageType as ImageType,
    file_exists,
    files_create_dir,
    files_create_recursive_dir,
    files_get_file_extension_reference,
    files_image_extension_is_jpeg,
    files_image_extension_is_png,
    files_image_get_type,
    files_image_get_type_by_extension,
    files_image_is_jpeg,
    files_image_is_png,
    files_image_type_extension,
    files_image_type_to_string,
)

__all__ = [
    "IMAGE_TYPE_BMP",
    "IMAGE_TYPE_GIF",
    "IMAGE_TYPE_JPEG",
    "IMAGE_TYPE_NONE",
    "IMAGE_TYPE_PNG",
    "ImageType",
    "file_exists",
    "files_create_dir",
    "files_create_recursive_dir",
    "files_get_file_extension_reference",
    "files_image_extension_is_jpeg",
    "files_image_extension_is_png",
    "files_image_get_type",
    "files_image_get_type_by_extension",
    "files_image_is_jpeg",
    "files_image_is_png",
    "files_image_type_extension",
    "files_image_type_to_string",
]
