"""Takes what somebody says about a task."""

from fastapi import APIRouter
from fastapi.responses import Response

from duban.comments import add_comment
from duban.inbox import tasks
from duban.inbox.asked import Number
from duban.inbox.doorway import AForm, AVisitor, gone_to, text_of
from duban.inbox.tried import tried
from models.errors import BadInput

router = APIRouter()
SAYING = "comment"


@router.post("/tasks/{task_id}/comments")
def said(task_id: Number, visitor: AVisitor, form: AForm) -> Response:
    try:
        add_comment(task_id, text_of(form, "text"), by=visitor.actor, now=visitor.now)
    except BadInput as refused:
        return tasks.show(visitor, task_id, tried(SAYING, form, refused))
    return gone_to(f"/tasks/{task_id}#talk", "said")
