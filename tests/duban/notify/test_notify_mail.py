"""A letter as mail: whatever words it holds, its headers are its own."""

from duban.notify.letter import Letter
from duban.notify.mail import mail_of
from models.words import Life


def test_no_word_of_a_letter_begins_a_header() -> None:
    letter = Letter(
        reference="duty-1-2",
        duty_id=1,
        person_id=2,
        person_name="汪潮行\r\nBcc: a@evil.example",
        email="wang@example.org",
        life=Life.TASK,
        subject_id=3,
        title="【交办任务】更新展项\nBcc: b@evil.example",
        body="正文\n\nBcc: c@evil.example",
    )

    mail = mail_of(letter)

    assert sorted(mail.keys()) == sorted(
        [
            "Subject",
            "From",
            "To",
            "Message-ID",
            "Auto-Submitted",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )
    assert mail["Subject"] == "【交办任务】更新展项 Bcc: b@evil.example"
    assert [one.addr_spec for one in mail["To"].addresses] == ["wang@example.org"]
