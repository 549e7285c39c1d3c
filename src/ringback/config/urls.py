"""Every address of the product."""

from __future__ import annotations

from django.urls import path

from ringback.api.app import api
from ringback.web import (
    arrivals,
    audit,
    call,
    closing,
    escalation,
    gallery,
    health,
    hours,
    imports,
    language,
    live,
    parts,
    people,
    places,
    promises,
    queue,
    setup,
)

urlpatterns = [
    path("", queue.page, name="queue"),
    path("next", queue.take_next, name="next"),
    path("search", queue.search, name="search"),
    path("live", live.stream, name="live"),
    path("arrivals/new", arrivals.new, name="new-arrival"),
    path("callbacks/<uuid:callback_id>", call.page, name="callback"),
    path("callbacks/<uuid:callback_id>/take", call.take, name="take"),
    path("callbacks/<uuid:callback_id>/give-back", call.give_back, name="give-back"),
    path("callbacks/<uuid:callback_id>/attempts", call.add_attempt, name="attempt"),
    path("callbacks/<uuid:callback_id>/notes", call.add_note, name="note"),
    path("callbacks/<uuid:callback_id>/draft", call.save_draft, name="draft"),
    path("callbacks/<uuid:callback_id>/facts", call.record_facts, name="facts"),
    path("callbacks/<uuid:callback_id>/ask", escalation.ask, name="ask"),
    path("callbacks/<uuid:callback_id>/accept", escalation.accept, name="accept"),
    path("callbacks/<uuid:callback_id>/answer", escalation.answer, name="answer"),
    path("callbacks/<uuid:callback_id>/sort", call.sort, name="sort"),
    path("callbacks/<uuid:callback_id>/done", call.close, name="done"),
    path("imports", imports.page, name="imports"),
    path("imports/<uuid:batch_id>", imports.one, name="import"),
    path("imports/<uuid:batch_id>/start", imports.start, name="import-start"),
    path("imports/<uuid:batch_id>/step", imports.step, name="import-step"),
    path("imports/<uuid:batch_id>/cancel", imports.cancel, name="import-cancel"),
    path("imports/<uuid:batch_id>/undo", imports.undo, name="import-undo"),
    path("imports/<uuid:batch_id>/bad-rows", imports.bad_rows, name="import-bad-rows"),
    path("audit-day", audit.page, name="audit-day"),
    path("audit-day/<uuid:batch_id>", audit.day, name="audited"),
    path("setup", setup.page, name="setup"),
    path("setup/hours", hours.page, name="setup-hours"),
    path("setup/hours/change", hours.change, name="setup-hours-change"),
    path("setup/hours/close", closing.close, name="setup-close"),
    path("setup/hours/reopen", closing.reopen, name="setup-reopen"),
    path("setup/hours/as-practice", hours.practices_own, name="setup-hours-as-practice"),
    path("setup/hours/<int:number>/moved", hours.changed, name="setup-hours-changed"),
    path("setup/places", places.page, name="setup-places"),
    path("setup/places/<slug:slug>", places.one, name="setup-place"),
    path("setup/places/<slug:slug>/remove", places.remove, name="setup-place-remove"),
    path("setup/promises", promises.page, name="setup-promises"),
    path("setup/versions/<slug:part>", parts.compare, name="setup-part-compare"),
    path("setup/versions/<slug:part>/<int:number>", parts.restore, name="setup-part-restore"),
    path("people/", people.people, name="people"),
    path("people/leave", people.leave, name="leave"),
    path("people/<uuid:practice_id>/<uuid:person_id>", people.become, name="become"),
    path("language", language.choose, name="language"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", api.urls),
]

handler400 = "ringback.web.trouble.unreadable"
handler404 = "ringback.web.trouble.absent"
