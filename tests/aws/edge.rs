//! Journeys through CloudFront.

mod ways;
mod places;
mod large;
mod refusals;
mod life;

use crate::scene::Scene;
use sizewise_stage::{Scenes, play};

pub(crate) async fn play(scenes: &mut Scenes, scene: &Scene) {
    use {large::*, life::*, places::*, refusals::*, ways::*};
    play!(scenes, scene;
        the_first_viewer_gets_what_the_second_gets_from_the_bucket,
        a_404_is_a_miss_as_a_403_is,
        a_head_makes_and_keeps_as_a_get_does,
        keys_with_all_that_keys_may_have_come_to_the_same_object,
        who_asks_for_a_part_or_for_news_of_what_is_missing_gets_all_of_it,
        a_variant_of_an_earlier_original_is_replaced,
        variants_below_a_path_of_the_origin_are_kept_below_it,
        originals_of_another_bucket_are_read_there,
        a_custom_origin_says_in_a_header_where_variants_are,
        an_origin_that_names_no_bucket_is_told_so,
        a_large_variant_is_kept_and_had_from_the_bucket,
        a_large_variant_that_could_not_be_kept_leads_nowhere,
        who_is_sent_back_to_a_bucket_that_cannot_be_read_is_sent_no_more,
        a_small_variant_is_sent_though_nothing_can_be_kept,
        what_needs_a_signature_needs_it_all_the_way,
        an_original_that_is_missing_is_told_so,
        what_is_no_picture_by_its_name_is_left_alone,
        what_is_no_picture_by_its_bytes_is_told_so,
        an_original_that_the_cdn_may_not_read_stays_unread,
        an_origin_in_trouble_is_left_alone,
        a_picture_stands_in_for_what_is_refused,
        a_store_that_does_not_answer_is_a_gateway_that_waited,
        a_refusal_is_a_line_that_is_counted,
        a_picture_is_a_line_that_is_counted,
        a_thousand_events_at_once_are_answered,
        a_process_that_was_frozen_goes_on,
        a_panic_costs_one_event,
        a_package_that_cannot_be_opened_says_why,
    );
}
