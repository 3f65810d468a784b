"""Users, groups and the queue in our own dress: the admins they bring, on our base class."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django_q import admin as queue
from django_q.models import Failure, OrmQ, Schedule, Success
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from config.admin import BaseAdmin

for model in (User, Group, Schedule, Success, Failure, OrmQ):
    if admin.site.is_registered(model):  # OrmQ only where the queue is in the database
        admin.site.unregister(model)


@admin.register(User)
class StaffAdmin(UserAdmin, BaseAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class RoleAdmin(GroupAdmin, BaseAdmin):
    pass


@admin.register(Schedule)
class ScheduleAdmin(queue.ScheduleAdmin, BaseAdmin):  # type: ignore[misc]  # django-q2 is untyped
    pass


@admin.register(Success)
class SuccessAdmin(queue.TaskAdmin, BaseAdmin):  # type: ignore[misc]  # django-q2 is untyped
    pass


@admin.register(Failure)
class FailureAdmin(queue.FailAdmin, BaseAdmin):  # type: ignore[misc]  # django-q2 is untyped
    pass


@admin.register(OrmQ)
class QueuedAdmin(queue.QueueAdmin, BaseAdmin):  # type: ignore[misc]  # django-q2 is untyped
    pass
