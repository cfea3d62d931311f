# frozen_string_literal: true

Rails.application.config.action_controller.per_form_csrf_tokens = true
