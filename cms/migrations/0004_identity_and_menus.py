"""An organisation's logo, colours and additions to the menus."""

import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0003_editors_keep_to_our_pages'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='accent_colour',
            field=models.CharField(blank=True, help_text='Of the one thing to do, and of marks on the dark header. Empty: #d5ea5a.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9A-Fa-f]{6}$', 'Write the colour as # and six digits: #0b5c45.')], verbose_name='accent colour'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='brand_colour',
            field=models.CharField(blank=True, help_text='Of links, buttons and the header; the rest follows from it. Empty: #0b5c45.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9A-Fa-f]{6}$', 'Write the colour as # and six digits: #0b5c45.')], verbose_name='main colour'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='footer_pages',
            field=wagtail.fields.StreamField([('page', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page'})}, verbose_name='more pages in the footer'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='header_pages',
            field=wagtail.fields.StreamField([('page', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page'})}, verbose_name='more pages in the menu'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='logo',
            field=models.ForeignKey(blank=True, help_text='Stands in the header, on a dark ground, in place of ours. PNG or WebP without a background, at least 96 pixels high.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo'),
        ),
    ]
