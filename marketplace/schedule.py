"""The static timetable of beat. Each entry is a sweep: a missed tick loses nothing.

Add one line per sweep: name → (dotted task, seconds between two runs).
"""

SWEEPS = {
    "deliver-due-messages": ("marketplace.notifications.tasks.deliver_due_messages", 5),
    "send-digests": ("marketplace.notifications.tasks.send_digests", 300),
    "delete-what-is-over": ("marketplace.accounts.tasks.delete_what_is_over", 3600),
    "publish-due-tenders": ("tenders.tasks.publish_due_tenders", 30),
    "remind-of-changes": ("tenders.tasks.remind_of_changes", 300),
    "remind-of-what-waits": ("tenders.tasks.remind_of_what_waits", 900),
    "watch-submission": ("tenders.tasks.watch_submission", 30),
    "close-due-tenders": ("tenders.tasks.close_due_tenders", 30),
    "finalise-due-awards": ("tenders.tasks.finalise_due_awards", 60),
    "introduce-keys": ("marketplace.ledger.tasks.introduce_keys", 30),
    "publish-scheduled-pages": ("cms.tasks.publish_scheduled_pages", 60),
    "sort-announcements": ("tenders.tasks.sort_announcements", 10),
    "tell-of-alerts": ("tenders.tasks.tell_of_alerts", 30),
    "tell-of-quiet-months": ("tenders.tasks.tell_of_quiet_months", 3600),
    "redraw-outdated-notices": ("tenders.tasks.redraw_outdated_notices", 60),
    "make-insights": ("tenders.tasks.make_insights", 900),
    "make-bulk-files": ("tenders.tasks.make_bulk_files", 600),
    "remind-of-ending-papers": ("vendors.tasks.remind_of_ending_papers", 3600),
    "check-register": ("vendors.tasks.check_register", 300),
    "recheck-winners": ("tenders.tasks.recheck_winners", 60),
    "tell-webhooks": ("tenders.tasks.tell_webhooks", 5),
    "forget-old-deliveries": ("tenders.tasks.forget_old_deliveries", 3600),
    "make-missing-contracts": ("tenders.tasks.make_missing_contracts", 10),
}

BEAT_SCHEDULE = {
    name: {"task": task, "schedule": float(seconds), "options": {"expires": seconds * 2}}
    for name, (task, seconds) in SWEEPS.items()
}
