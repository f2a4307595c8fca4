"""Pictures of dots without metadata: what they show, and how they play, stays byte for byte."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from octavo.blind_pictures import clean

PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    "<creator>Rosa Stone</creator></x:xmpmeta><?xpacket end='w'?>"
).encode()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(turned: int = 1) -> bytes:
    """Return EXIF that names who took a picture, and how it is turned."""
    told = Image.Exif()
    told[0x013B], told[0x0112] = "Rosa Stone", turned
    return told.tobytes()


def frames() -> list[Image.Image]:
    """Return pictures that differ, for what moves."""
    return [Image.new("RGB", (8, 6), colour) for colour in ("red", "blue", "lime")]


def moving(form: str, **told: object) -> bytes:
    """Return a picture that plays three times, its frames for different times."""
    first, *others = frames()
    stream = io.BytesIO()
    settings = {"save_all": True, "append_images": others, "duration": [100, 300, 700], "loop": 3}
    first.save(stream, form, **settings, **told)
    return stream.getvalue()


def with_gif_packet(data: bytes) -> bytes:
    """Return a GIF with XMP as Adobe puts it there: outside its chains of blocks."""
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return data[:-1] + b"!\xff\x0bXMP DataXMP" + PACKET + trailer + b";"


def with_segments(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with segments of applications in front."""
    put = (bytes((0xFF, kind)) + struct.pack(">H", len(c) + 2) + c for kind, c in segments)
    return data[:2] + b"".join(put) + data[2:]


def texts() -> PngImagePlugin.PngInfo:
    """Return the texts of a PNG: one that is packed, XMP, the time, and what no standard knows."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Rosa Stone", zip=True)
    told.add_itxt("XML:com.adobe.xmp", PACKET.decode())
    told.add(b"tIME", bytes(7))
    told.add(b"roSa", b"Rosa Stone")
    return told


def photograph() -> bytes:
    """Return a turned photograph with everything that programs write into one."""
    stream = io.BytesIO()
    picture = Image.radial_gradient("L").convert("RGB")
    told = {"exif": exif(6), "comment": b"Rosa Stone", "icc_profile": PROFILE, "dpi": (300, 300)}
    picture.save(stream, "JPEG", quality=71, progressive=True, **told)
    more = (
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PACKET),
        (0xED, b"Photoshop 3.0\0 Rosa Stone"),
        (0xE2, b"FPXR\0 Rosa Stone"),
    )
    return with_segments(stream.getvalue(), *more) + b"Rosa Stone behind the end"


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".gif", lambda: with_gif_packet(moving("GIF", disposal=2, comment=b"Rosa Stone"))),
        (".png", lambda: moving("PNG", disposal=1, pnginfo=texts(), exif=exif())),
        (".webp", lambda: moving("WEBP", lossless=True, exif=exif(), xmp=PACKET)),
    ],
)
def test_what_moves_goes_on_moving(suffix: str, make: Callable[[], bytes]) -> None:
    """Frames, times, repetitions and what becomes of each frame stay; who made it goes."""
    data = make()
    cleaned = clean(suffix, data)
    assert b"Rosa" in data
    assert b"Rosa" not in cleaned
    assert b"xpacket" not in cleaned
    assert played(cleaned) == played(data)
    assert clean(suffix, cleaned) == cleaned


def test_a_picture_that_is_cut_off_is_cleaned_as_far_as_it_goes() -> None:
    """Programs show the frames of a GIF that are there."""
    data = moving("GIF")
    for length in range(14, len(data)):
        cleaned = clean(".gif", data[:length])
        assert data.startswith(cleaned[:-1])


def test_a_photograph_that_is_cut_off_is_cleaned_as_far_as_it_goes() -> None:
    """Wherever the end is, between two segments too, what is left names nobody."""
    stream = io.BytesIO()
    frames()[0].save(stream, "JPEG")
    data = with_segments(stream.getvalue(), (0xFE, b"Rosa Stone"))
    assert clean(".jpg", data) == stream.getvalue()
    for length in range(3, data.index(b"\xff\xda")):
        cleaned = clean(".jpg", data[:length])
        assert b"Rosa" not in cleaned
        assert cleaned.endswith(b"\xff\xd9")


def test_a_webp_may_have_parts_of_odd_lengths() -> None:
    """A byte fills each up; what stands behind one is still found."""
    data = moving("WEBP")
    odd = b"JUNK" + struct.pack("<I", 3) + b"abc\0"
    longer = struct.pack("<I", len(data) + len(odd) - 8)
    assert clean(".webp", data[:4] + longer + data[8:30] + odd + data[30:]) == clean(".webp", data)


def played(data: bytes) -> list[object]:
    """Return what a picture shows, for how long, how often, and how frames follow each other."""
    with Image.open(io.BytesIO(data)) as picture:
        kept = ("duration", "loop", "disposal", "blend", "background")
        return [
            (frame.convert("RGBA").tobytes(), [frame.info.get(key) for key in kept],
             getattr(frame, "disposal_method", None))
            for frame in ImageSequence.Iterator(picture)
        ]  # fmt: skip


def test_a_photograph_is_not_compressed_again() -> None:
    """Its tables, dots, profile, resolution and turn stay; nothing that names somebody does."""
    data = photograph()
    cleaned = clean(".jpg", data)
    assert b"Rosa" not in cleaned
    assert re.search(b"\xff\xdb.*\xff\xd9$", cleaned, re.DOTALL)
    assert dots(cleaned) == dots(data)
    with Image.open(io.BytesIO(cleaned)) as new, Image.open(io.BytesIO(data)) as old:
        assert dict(new.getexif()) == {0x0112: 6}
        assert new.info["icc_profile"] == old.info["icc_profile"] == PROFILE
        assert new.info["dpi"] == (300, 300)
        assert new.tobytes() == old.tobytes()
    assert clean(".jpg", cleaned) == cleaned


def dots(jpeg: bytes) -> bytes:
    """Return a JPEG from its first table of numbers to its end."""
    return jpeg[jpeg.index(b"\xff\xdb") : jpeg.index(b"\xff\xd9", jpeg.rindex(b"\xff\xda")) + 2]


def test_a_still_webp_with_loss_is_not_compressed_again() -> None:
    """It keeps its one chunk of dots, and its turn."""
    stream = io.BytesIO()
    picture = Image.radial_gradient("L").convert("RGB")
    picture.save(stream, "WEBP", quality=40, exif=exif(8), xmp=PACKET, icc_profile=PROFILE)
    data = stream.getvalue()
    cleaned = clean(".webp", data)
    assert b"Rosa" not in cleaned
    place = data.index(b"VP8 ")
    assert data[place : place + int.from_bytes(data[place + 4 : place + 8], "little")] in cleaned
    with Image.open(io.BytesIO(cleaned)) as new:
        assert (dict(new.getexif()), new.info["icc_profile"]) == ({0x0112: 8}, PROFILE)
        assert "xmp" not in new.info


def test_a_tiff_of_pages_loses_its_packet() -> None:
    """Pillow would copy XMP, and what Photoshop keeps, from one TIFF to the next."""
    stream = io.BytesIO()
    told = {700: PACKET, 34377: b"8BIM Rosa Stone", 315: "Rosa Stone"}
    first, *others = frames()
    first.save(stream, "TIFF", save_all=True, append_images=others, tiffinfo=told, dpi=(300, 300))
    cleaned = clean(".tiff", stream.getvalue())
    assert b"Rosa" in stream.getvalue()
    assert b"Rosa" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as new:
        assert [frame.tobytes() for frame in ImageSequence.Iterator(new)] == [
            frame.tobytes() for frame in frames()
        ]
        assert new.info["dpi"] == (300, 300)


def test_the_name_of_a_screen_is_none_of_the_profile() -> None:
    """Programs name a PNG's profile as its owner calls the screen."""
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG")
    chunk = b"iCCP" + b"Rosas screen\0\0" + zlib.compress(PROFILE)
    ends = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    data = stream.getvalue()[:33] + ends[0] + chunk + ends[1] + stream.getvalue()[33:]
    cleaned = clean(".png", data)
    assert b"Rosa" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as new:
        assert new.info["icc_profile"] == PROFILE


def test_photographs_in_drawings_are_clean() -> None:
    """Those on the page of a PDF, and those within the addresses of an SVG."""
    data = photograph()
    packed = base64.b64encode(data).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image width="9" height="9" href="data:image/jpeg;base64,{packed}"/></svg>'
    )
    (found,) = re.findall('base64,([^"]+)"', clean(".svg", svg.encode()).decode())
    assert base64.b64decode(found) == clean(".jpg", data)
    for twice in (False, True):
        with pikepdf.open(io.BytesIO(clean(".pdf", on_a_page(data, packed=twice)))) as pdf:
            image = pdf.pages[0].Resources.XObject.Im0
            assert image.read_raw_bytes() == clean(".jpg", data)
            assert image.Filter == pikepdf.Name.DCTDecode
            assert "/Metadata" not in image


def on_a_page(jpeg: bytes, *, packed: bool) -> bytes:
    """Return a PDF with a photograph, packed once more or not, and XMP beside its own."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        told = {"/Subtype": pikepdf.Name.Image, "/Width": 256, "/Height": 256,
                "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8}  # fmt: skip
        data = zlib.compress(jpeg) if packed else jpeg
        image = pdf.make_indirect(pikepdf.Stream(pdf, data, told))
        kinds = [pikepdf.Name.FlateDecode] * packed + [pikepdf.Name.DCTDecode]
        image.Filter = pikepdf.Array(kinds)
        image.Metadata = pikepdf.Stream(pdf, PACKET, {"/Type": pikepdf.Name.Metadata})
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        pdf.save(stream)
    return stream.getvalue()


def test_bytes_that_fill_hide_no_segment() -> None:
    """A segment of a JPEG may begin with any number of them."""
    stream = io.BytesIO()
    frames()[0].save(stream, "JPEG")
    plain = stream.getvalue()
    data = with_segments(plain, (0xFE, b"Rosa Stone"))
    filled = data[:2] + b"\xff\xff" + data[2:]
    assert clean(".jpg", filled) == clean(".jpg", plain)


def test_text_of_a_gif_is_gone() -> None:
    """No program shows it; what says how the next picture plays is not that of the text."""
    data = moving("GIF")
    place = data.index(b"!\xf9")
    text = b"!\xf9\4\0\1\0\0\0" + b"!\1\x0c" + bytes(12) + b"\x0aRosa Stone\0"
    assert clean(".gif", data[:place] + text + data[place:]) == clean(".gif", data)


@pytest.mark.parametrize("start", [b"MM\0*\0\0\xff\xff", b"MM\0*\0\0\0\x08\0\x05", b"no tags"])
def test_exif_that_is_damaged_is_gone(start: bytes) -> None:
    """Nobody can tell what it says; no library warns of it on the screen."""
    stream = io.BytesIO()
    frames()[0].save(stream, "JPEG")
    data = with_segments(stream.getvalue(), (0xE1, b"Exif\0\0" + start + b" Rosa Stone"))
    assert clean(".jpg", data) == clean(".jpg", stream.getvalue())


def test_a_drawing_keeps_what_stands_behind_what_is_gone() -> None:
    """Text behind metadata is text of the drawing; a picture that is none is left to the scan."""
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>One <tspan>two</tspan>'
        b"<metadata>Rosa Stone<metadata>within</metadata></metadata> three</text>"
        b'<image href="data:image/png;base64,Um9zYQ=="/></svg>'
    )
    cleaned = clean(".svg", drawing).decode()
    assert "Rosa" not in cleaned
    assert "within" not in cleaned
    assert "One <tspan>two</tspan> three" in cleaned
    assert "base64,Um9zYQ==" in cleaned
