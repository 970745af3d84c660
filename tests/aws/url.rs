//! Journeys to a Function URL.

mod answers;
mod fronts;
mod life;

use crate::scene::Scene;
use sizewise_stage::{Scenes, play};

pub(crate) async fn play(scenes: &mut Scenes, scene: &Scene) {
    use {answers::*, fronts::*, life::*};
    play!(scenes, scene;
        a_picture_is_made_kept_and_found,
        a_variant_of_an_earlier_original_is_replaced,
        who_has_it_already_or_wants_a_part_is_answered_so,
        a_query_with_a_plus_is_a_query,
        an_original_passes_as_it_is,
        refusals_are_problems,
        what_is_no_request_is_refused_and_the_next_one_answered,
        a_picture_of_twenty_megabytes_arrives_whole,
        behind_cloudfront_a_path_is_all_there_is,
        without_a_distribution_a_signature_is_judged,
        variants_are_kept_where_the_environment_says,
        a_function_without_what_it_needs_says_so_and_ends,
        every_answer_is_a_line_that_is_counted,
        a_function_that_was_frozen_goes_on,
        a_variant_that_cannot_be_marked_is_not_kept,
        an_original_that_tears_is_no_whole_answer,
        what_takes_long_is_still_told_in_time,
        a_store_that_is_late_costs_one_answer,
    );
}
