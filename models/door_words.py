"""The words of the door: how somebody signed in, and what is recorded there."""

from models.words import Word

# fmt: off


class SignedBy(Word):
    """How somebody signed in."""

    PASSWORD = "password", "密码"
    PROVIDER = "provider", "统一身份认证", "the identity provider"


class DoorEvent(Word):
    """What is recorded of the door."""

    SIGNED_IN   = "signed_in",   "登录",           "somebody signed in"
    SIGN_IN     = "sign_in",     "登录被拒",       "a sign-in was refused"
    PROOF       = "proof",       "验明身份未通过", "a proof failed"
    FORM        = "form",        "表单被拒",       "a form was refused"
    SIGHT       = "sight",       "越权被拒",       "access was refused"
    TOKEN       = "token",       "令牌被拒",       "a token was refused"
    FACTOR_ON   = "factor_on",   "启用动态码",     "codes were switched on"
    FACTOR_OFF  = "factor_off",  "停用动态码",     "codes were switched off"
    LINKED      = "linked",      "关联统一身份",   "an account was linked"
    UNLINKED    = "unlinked",    "取消关联",       "an account was unlinked"
    ENDED       = "ended",       "结束登录",       "a sign-in was ended"
    ADDED       = "added",       "开账号",         "an account was made"
    RESET       = "reset",       "重置密码",       "a password was reset"
    UNLOCKED    = "unlocked",    "解锁账号",       "an account was unlocked"
    CLOSED      = "closed",      "停用账号",       "an account was closed"
    REOPENED    = "reopened",    "恢复账号",       "an account was reopened"


class AccountDeed(Word):
    """What an operator does about somebody's account."""

    RESET     = "reset",     "重置密码",     "reset the password"
    UNLOCK    = "unlock",    "解锁",         "unlock"
    CODES_OFF = "codes_off", "停用动态码",   "switch codes off"
    END       = "end",       "结束全部登录", "end all sign-ins"
    CLOSE     = "close",     "停用账号",     "close the account"
    REOPEN    = "reopen",    "恢复账号",     "reopen the account"
# fmt: on
