"""The addresses at which people sign in and see to their ways of doing so.

Most views are the sign-in library's, under the names it knows them by; what is not listed here
(signing up, addresses of mail) does not exist.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from django.urls import path

from ringback.web import address, desk, forgotten, pin, signin, single_sign_on, ways, welcome
from ringback.web.again import shown_again

entrance = [
    path("sign-in", account.login, name="account_login"),
    path("sign-in/second-step", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten", forgotten.page, name="forgotten"),
    path("sign-in/welcome/<str:secret>", welcome.page, name="welcome"),
    path("sign-in/address/<str:secret>", address.confirm, name="address-confirm"),
    path("sign-in/unlock", signin.unlock, name="unlock"),
    path("sign-in/desk", desk.page, name="desk"),
    path("sign-in/desk/passkey", desk.ByPasskey.as_view(), name="desk-passkey"),
    path("sign-in/desk/other", desk.other, name="desk-other"),
    path("sign-in/again/password", signin.AgainByPassword.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code", signin.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey",
        signin.AgainByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/with/<str:provider_id>", single_sign_on.begin, name="openid_connect_login"),
    path(
        "sign-in/with/<str:provider_id>/back", single_sign_on.back, name="openid_connect_callback"
    ),
    path("sign-in/with-error", social.login_error, name="socialaccount_login_error"),
    path("sign-in/with-cancelled", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with-nobody", single_sign_on.nobody, name="socialaccount_signup"),
]

own = [
    path("me", ways.Ways.as_view(), name="mfa_index"),
    path("me/second-step", signin.second_step, name="second-factor"),
    path("me/password", shown_again(ways.NewPassword.as_view()), name="account_change_password"),
    path("me/address", shown_again(address.own), name="own-address"),
    path("me/address/withdraw", address.withdraw, name="own-address-withdraw"),
    path("me/app", shown_again(ways.AddApp.as_view()), name="mfa_activate_totp"),
    path("me/app/remove", shown_again(ways.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("me/passkeys/new", shown_again(ways.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("me/passkeys", ways.Ways.as_view(), name="mfa_list_webauthn"),
    path("me/passkeys/<int:pk>", shown_again(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "me/passkeys/<int:pk>/remove",
        shown_again(ways.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("me/codes", shown_again(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "me/codes/new",
        shown_again(ways.NewCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("me/pin", shown_again(pin.page), name="pin"),
    path("me/pin/remove", shown_again(pin.remove), name="pin-remove"),
    path("me/switch", desk.switch, name="switch-person"),
    path("me/lock", signin.lock, name="lock"),
    path("me/still-here", signin.still_here, name="still-here"),
]
