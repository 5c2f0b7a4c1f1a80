# %% says="the bias correction is missing"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - lr * m / (v.sqrt() + eps), m, v


# %% says="v is not corrected"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / (v.sqrt() + eps), m, v


# %% says="that is L2, which AdamW takes out"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    gradient = gradient + decay * theta
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="the decay is scaled by decay alone"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - decay) * theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="the decay is missing"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="eps is under the root"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps).sqrt(), m, v


# %% says="yours takes the gradient itself"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).abs().sqrt() + eps), m, v


# %% says="return m as it is"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = (beta1 * m + (1 - beta1) * gradient) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * gradient**2) / (1 - beta2**t)
    return (1 - lr * decay) * theta - lr * m / (v.sqrt() + eps), m, v


# %% says="the root is missing"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), m, v


# %% says="the powers are beta^t and not beta^(t + 1)"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    t = t + 1
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="uphill"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta + lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="m mixes the wrong way round"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = (1 - beta1) * m + beta1 * gradient
    v = (1 - beta2) * v + beta2 * gradient**2
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="your code changed the m it was given"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m *= beta1
    m += (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="return three things"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    return theta - lr * gradient


# %% says="at step 3 theta is off by up to"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return (1 - lr * decay) * theta - 2 * lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v


# %% says="the decay came after the step"
def adamw_step(theta, gradient, m, v, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    theta = theta - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
    return theta - lr * decay * theta, m, v
