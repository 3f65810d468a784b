"""The lists of a promotion are tables of the US market too, and say so as all others do."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0006_search_by_finish'),
    ]

    operations = [
        migrations.AlterField(
            model_name='promotion',
            name='brands',
            field=models.ManyToManyField(blank=True, db_table='catalog_promotion_brands_us', related_name='promotions', to='catalog.brand'),
        ),
        migrations.AlterField(
            model_name='promotion',
            name='categories',
            field=models.ManyToManyField(blank=True, db_table='catalog_promotion_categories_us', related_name='promotions', to='catalog.category'),
        ),
        migrations.AlterField(
            model_name='promotion',
            name='creators',
            field=models.ManyToManyField(blank=True, db_table='catalog_promotion_creators_us', related_name='promotions', to='catalog.creator'),
        ),
        migrations.AlterField(
            model_name='promotion',
            name='products',
            field=models.ManyToManyField(blank=True, db_table='catalog_promotion_products_us', related_name='promotions', to='catalog.product'),
        ),
    ]
