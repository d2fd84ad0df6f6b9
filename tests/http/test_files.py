"""Names of files on their way out."""

import pytest

from app.http.files import content_disposition


class TestContentDisposition:
    @pytest.mark.parametrize(
        ("name", "plain", "full"),
        [
            ("carte.pdf", "carte.pdf", "carte.pdf"),
            ("Décompte n° 3.pdf", "Decompte n 3.pdf", "D%C3%A9compte%20n%C2%B0%203.pdf"),
            ("Œuvre.pdf", "OEuvre.pdf", "%C5%92uvre.pdf"),
            ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie- b.pdf", "a%20Set-Cookie-%20b.pdf"),
            ("../../etc/passwd", "-..-etc-passwd", "-..-etc-passwd"),
            ("gpj.\u202etxt\x00.exe", "gpj.txt.exe", "gpj.txt.exe"),
            ('say "hi"; x=1', "say -hi-; x=1", "say%20-hi-%3B%20x%3D1"),
            ("\u202e\x07", "document", "document"),
            ("日本", "", "%E6%97%A5%E6%9C%AC"),
        ],
    )
    def test_one_clean_header_whatever_the_name(self, name: str, plain: str, full: str) -> None:
        plain = plain or "document"
        expected = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
        assert content_disposition(name) == expected
        assert expected.isascii()
